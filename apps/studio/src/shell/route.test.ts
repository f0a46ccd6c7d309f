import { describe, expect, it } from 'vitest';
import {
  defaultSettings,
  formatRoute,
  parseRoute,
  settingsOf,
  viewOf,
  withSettings,
} from './route.ts';

describe('Route', () => {
  it.each(['#/table?sample=weather&key=a%2Cb&key=c', '#/engine-room', '#/'])(
    'ComesBackFrom_%s',
    (fragment) => {
      expect(formatRoute(parseRoute(fragment))).toBe(fragment);
    },
  );

  it('IsEmptyWithoutAFragment', () => {
    expect(parseRoute('').workspace).toBe('');
  });
});

describe('Settings', () => {
  it('AreTheDefaultsWhereTheAddressIsSilent', () => {
    expect(settingsOf(new URLSearchParams('sample=weather'))).toEqual(defaultSettings);
  });

  it('ComeBackFromTheAddress', () => {
    const settings = { tier: 'workers', kernels: 3, lanes: 2 } as const;
    const params = withSettings(new URLSearchParams('sample=weather'), settings);
    expect(params.toString()).toBe('sample=weather&tier=workers&kernels=3&lanes=2');
    expect(settingsOf(params)).toEqual(settings);
    expect(viewOf(params).toString()).toBe('sample=weather');
    expect(withSettings(params, defaultSettings).toString()).toBe('sample=weather');
  });

  it('LeaveBadNumbersToThePool', () => {
    expect(settingsOf(new URLSearchParams('kernels=many')).kernels).toBeNaN();
  });
});
