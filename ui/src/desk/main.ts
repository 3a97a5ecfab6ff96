// Opens the desk's page: finds its place in the document and hands over to the component. No logic here.
import { mount } from "svelte";
import Desk from "./Desk.svelte";

const place = document.getElementById("desk");
if (place === null) throw new Error("desk.html has no place for the desk");
mount(Desk, { target: place });
