import { heddle } from 'heddle/vite';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [heddle()] });
