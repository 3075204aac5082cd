// The knobs of one target, as its catalog entry declares them.

import type { Setting, SettingValue, Target } from '../report';
import * as state from '../state';
import { useApp } from './context';

export function TargetSettings({ target }: { target: Target }) {
  const app = useApp();
  const own = app.model.settings[target.id] ?? {};
  return (
    <div class="settings" role="group" aria-label={`Settings of ${target.name}`}>
      {target.settings.map((setting) => (
        <Knob
          key={setting.id}
          id={`${target.id}-${setting.id}`}
          setting={setting}
          value={own[setting.id]}
          change={(value) => app.update((model) => state.setSetting(model, target.id, setting.id, value))}
        />
      ))}
    </div>
  );
}

const SWITCH = [
  { value: 'true', label: 'on' },
  { value: 'false', label: 'off' },
];

interface KnobProps {
  id: string;
  setting: Setting;
  value: SettingValue | undefined;
  change: (value: SettingValue | undefined) => void;
}

function Knob({ id, setting, value, change }: KnobProps) {
  return (
    <div class="knob">
      <label for={id}>{setting.label}</label>
      <Control id={id} setting={setting} value={value} change={change} />
      <p id={`${id}-help`} class="help">
        {setting.help}
      </p>
    </div>
  );
}

/** A default that depends on the request stays a choice of its own: absent is not the same as off. */
function Control({ id, setting, value, change }: KnobProps) {
  const described = { id, 'aria-describedby': `${id}-help` };
  if (setting.number) {
    const [standard, least, most] = setting.number;
    return (
      <input
        {...described}
        type="number"
        min={least}
        max={most}
        value={Number(value ?? standard)}
        onChange={(event) => {
          const number = event.currentTarget.valueAsNumber;
          change(Number.isNaN(number) || number === standard ? undefined : number);
        }}
      />
    );
  }
  const choices = setting.kind === 'switch' ? SWITCH : setting.choices;
  const standard = setting.kind === 'switch' ? SWITCH.find((one) => one.value === String(setting.switch)) : choices[0];
  return (
    <select
      {...described}
      value={value === undefined ? '' : String(value)}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        if (chosen === '') change(undefined);
        else change(setting.kind === 'switch' ? chosen === 'true' : chosen);
      }}
    >
      <option value="">{standard ? `default (${standard.label})` : 'default, worked out from the files'}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  );
}
