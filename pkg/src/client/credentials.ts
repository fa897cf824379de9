/**
 * Credentials of Node's environment, in the order of the official SDKs: environment variables, the aliyun CLI's config file, and
 * whatever `@alicloud/credentials` knows beyond (roles, OIDC, instance metadata), where it is installed.
 */
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { RefreshTasksError } from "../errors.js";
import { language } from "../language.js";
import { type CredentialsProvider, fromProvider } from "./provider.js";
import { signerFromSecret } from "../signing.js";
import type { Credential } from "./host.js";
import type { Locale } from "../terms.js";

/** Spellings of the official tools' environment variables, the present one first (aliyun CLI, config/flags, read 2026-11). */
const PREFIXES = ["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_"] as const;

type Env = Record<string, string | undefined>;

const variable = (env: Env, name: string): { name: string; value: string } | undefined => {
  for (const prefix of PREFIXES) {
    const value = env[prefix + name]?.trim();
    if (value) return { name: prefix + name, value };
  }
  return undefined;
};

export interface EnvironmentOptions {
  env?: Env;
  /** A profile of the config file; default: ALIBABA_CLOUD_PROFILE, then the file's current one. */
  profile?: string | undefined;
  /** Of what errors say. */
  locale?: Locale | undefined;
}

/** Looks again for every call that asks: tokens in files and variables are renewed by others. */
export async function fromEnvironment(options: EnvironmentOptions = {}): Promise<Credential> {
  try {
    return await found(options);
  } catch (error) {
    const { code, message } = error as RefreshTasksError;
    const text = language(options.locale).errors[code];
    throw text === undefined ? error : new RefreshTasksError(code, text.replace("{message}", () => message));
  }
}

async function found({ env = process.env, profile }: EnvironmentOptions): Promise<Credential> {
  if (profile === undefined) {
    const given = fromVariables(env);
    if (given) return given;
  }
  const ignored = variable(env, "IGNORE_PROFILE")?.value === "TRUE";
  const looked = ["ALIBABA_CLOUD_ACCESS_KEY_ID"];
  if (!ignored || profile !== undefined) {
    const path = env["ALIBABA_CLOUD_CONFIG_FILE"] ?? join(homedir(), ".aliyun", "config.json");
    const kept = await fromConfigFile(path, profile ?? variable(env, "PROFILE")?.value);
    if (kept) return kept;
    looked.push(path);
  }
  // The same wish in the word that the chain knows.
  if (ignored) env["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"] ??= "true";
  const provider = await peer();
  const made = provider && (await fromProvider(provider).catch((error: unknown) => error as Error));
  if (made && !(made instanceof Error)) return made;
  throw new RefreshTasksError(
    "NoCredentials",
    `no credentials found (looked for ${looked.join(", then ")}${made ? ", then asked @alicloud/credentials" : ""}): ` +
      "set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or run `aliyun configure`" +
      (made ? "" : "; for RAM roles, OIDC and instance metadata install @alicloud/credentials"),
  );
}

function fromVariables(env: Env): Credential | undefined {
  const id = variable(env, "ACCESS_KEY_ID");
  const secret = variable(env, "ACCESS_KEY_SECRET");
  if (id === undefined && secret === undefined) return undefined;
  if (id === undefined || secret === undefined) {
    const missing = `ALIBABA_CLOUD_ACCESS_KEY_${id ? "SECRET" : "ID"}`;
    throw new RefreshTasksError("NoCredentials", `${(id ?? secret)?.name} is set, but ${missing} is not: set both, or neither`);
  }
  return { accessKeyId: id.value, securityToken: variable(env, "SECURITY_TOKEN")?.value, signer: signerFor(secret.value) };
}

interface Profile {
  name?: string;
  mode?: string;
  access_key_id?: string;
  access_key_secret?: string;
  sts_token?: string;
  process_command?: string;
}

async function fromConfigFile(path: string, wanted: string | undefined): Promise<Credential | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      if (wanted === undefined) return undefined;
      throw new RefreshTasksError("NoCredentials", `profile \`${wanted}\` was asked for, but there is no ${path}: run \`aliyun configure --profile ${wanted}\``);
    }
    throw new RefreshTasksError("NoCredentials", `${path} could not be read (${(error as NodeJS.ErrnoException).code})`);
  }
  let config: { current?: string; profiles?: Profile[] };
  try {
    config = JSON.parse(text.replace(/^\uFEFF/, "")) as typeof config;
  } catch {
    // The parser's message quotes the file, and the file holds secrets.
    throw new RefreshTasksError("NoCredentials", `${path} is not valid JSON: run \`aliyun configure\` again, or set the environment variables`);
  }
  const profiles = Array.isArray(config?.profiles) ? config.profiles : [];
  const name = wanted ?? config?.current ?? "default";
  const profile = profiles.find((candidate) => candidate?.name === name);
  if (profile === undefined) {
    const names = profiles.map((candidate) => `\`${candidate?.name}\``).join(", ") || "none";
    throw new RefreshTasksError("NoCredentials", `${path} has no profile \`${name}\` (it has ${names})`);
  }
  return fromProfile(config, profile, name, path);
}

async function fromProfile(config: object, profile: Profile, name: string, path: string): Promise<Credential | undefined> {
  const mode = profile.mode || "AK";
  const { access_key_id: id, access_key_secret: secret, sts_token: token } = profile;
  if (mode === "AK" || mode === "StsToken") {
    if (!id && !secret) {
      // What `aliyun configure` leaves behind when it was interrupted.
      if (mode === "AK" && name === "default") return undefined;
    }
    if (!id || !secret || (mode === "StsToken" && !token)) {
      const missing = !id ? "access_key_id" : !secret ? "access_key_secret" : "sts_token";
      throw new RefreshTasksError("NoCredentials", `profile \`${name}\` of ${path} has no ${missing}: run \`aliyun configure --profile ${name} --mode ${mode}\``);
    }
    return { accessKeyId: id, securityToken: token || undefined, signer: signerFor(secret) };
  }
  const of = `profile \`${name}\` of ${path} uses mode \`${mode}\``;
  const link = (await imported("@alicloud/credentials/dist/src/providers/cli_profile.js")) as ProfileProvider | undefined;
  if (link === undefined) {
    const todo = BY_PEER.includes(mode) ? "needs @alicloud/credentials: run `npm install @alicloud/credentials`" : "nothing here reads: use a profile of another mode, or set the environment variables";
    throw new RefreshTasksError("NoCredentials", `${of}, which ${todo}`);
  }
  try {
    return await fromProvider(providerOf(link, config, profile, name));
  } catch (error) {
    const told = error instanceof Error ? error.message.split("\n", 1)[0] : "";
    throw new RefreshTasksError("NoCredentials", `${of}, and @alicloud/credentials could not make credentials of it: ${told?.replace(FAILED, "")}`);
  }
}

/** What @alicloud/credentials makes credentials of (2.4.7, providers/cli_profile, read 2026-11). */
const BY_PEER = ["RamRoleArn", "ChainableRamRoleArn", "EcsRamRole", "OIDC", "CloudSSO", "OAuth", "External"];
const FAILED = /^the credentials provider failed: /;

/** It renews temporary credentials by itself, so it is kept as long as its profile stays the same. */
let kept: { profile: string; provider: CredentialsProvider } | undefined;

function providerOf(link: ProfileProvider, config: object, given: Profile, name: string): CredentialsProvider {
  // These write what they renewed back into the file.
  const writes = given.mode === "External" || given.mode === "OAuth";
  const profile = JSON.stringify(writes ? [name, given.mode, given.process_command] : given);
  if (kept?.profile !== profile) {
    // From what was read here: left to itself it would read the file in the home folder, whichever file was meant.
    const provider = link.builder().withProfileName(name).build().getCredentialsProvider(config, name);
    kept = { profile, provider: { getCredential: () => provider.getCredentials() } };
  }
  return kept.provider;
}

let held: { secret: string; signer: Credential["signer"] } | undefined;
/** One key for one secret, however often it is looked up. */
function signerFor(secret: string): Credential["signer"] {
  if (held?.secret !== secret) held = { secret, signer: signerFromSecret(secret) };
  return held.signer;
}

let chain: Promise<CredentialsProvider | undefined> | undefined;

/** The official provider chain, where it is installed. */
function peer(): Promise<CredentialsProvider | undefined> {
  chain ??= imported("@alicloud/credentials").then((found) => (typeof found === "function" ? new (found as new () => CredentialsProvider)() : undefined));
  return chain;
}

/** The link of the chain that reads profiles. */
interface ProfileProvider {
  builder(): { withProfileName(name: string): { build(): { getCredentialsProvider(config: object, name: string): { getCredentials(): unknown } } } };
}

/** What a package gives by default; undefined where it is not installed. Named by a variable, so that no bundler wants to have it. */
async function imported(name: string): Promise<unknown> {
  let module: unknown;
  try {
    module = await import(name);
  } catch {
    return undefined;
  }
  // CommonJS seen from ESM: the class may lie one or two `default`s deep.
  while (typeof module === "object" && module !== null && "default" in module) module = module.default;
  return module;
}
