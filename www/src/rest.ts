// What is read with comes after what is asked with, so that the form can be used sooner. The package itself
// defines all at once; these are its sources.
import { define } from "cdn-refresh-tasks/elements/define";
import { reading } from "cdn-refresh-tasks/elements/reading";

define("refresh-", reading);
