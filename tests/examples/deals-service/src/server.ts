import express from "express";
import { authenticate } from "./auth";
import { deals } from "./deals/routes";

const app = express();
app.use(express.json());
app.get("/health", (_request, response) => response.json({ ok: true }));
app.use("/deals", authenticate, deals);
app.listen(3000);
