// The core journeys in Firefox.
import { journeys } from '../drivers/journeys.mjs';
import { firefox } from './marionette.mjs';

journeys('Firefox', firefox);
