// The core journeys in WebKitGTK.
import { journeys } from '../drivers/journeys.mjs';
import { webkit } from './driver.mjs';

journeys('WebKitGTK', webkit);
