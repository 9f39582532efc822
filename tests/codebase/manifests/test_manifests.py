"""What each kind of manifest says, where it says it, and what is wrong with it."""

import json
import textwrap
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint_ls.codebase.extract import extract
from blueprint_ls.codebase.facts import FileFacts

KINDS = ["package", "tsconfig", "workspaces", "compose", "dockerfile", "kubernetes", "env", "workflow", "vercel"]


def facts(kind: str, text: str, name: str = "file") -> FileFacts:
    return extract(kind, name, textwrap.dedent(text).encode())


def said(kind: str, text: str) -> Any:
    found = facts(kind, text)
    assert found.problem is None
    return found.data


def at(text: str, place: list[int] | tuple[int, int]) -> str:
    return textwrap.dedent(text).encode()[place[0] : place[1]].decode()


def test_package():
    text = json.dumps(
        {
            "name": "acme",
            "type": "module",
            "scripts": {"dev": "tsx watch", "bad": 3},
            "dependencies": {"fastify": "^5", "zod": "^4"},
            "devDependencies": {"zod": "^3", "vitest": "^4"},
            "peerDependencies": {"react": "*"},
            "workspaces": {"packages": ["apps/*"]},
            "exports": {".": "./src/index.ts"},
            "engines": {"node": ">=24"},
        }
    )

    data = said("package", text)

    assert data["name"] == "acme"
    assert data["scripts"] == {"dev": "tsx watch"}
    assert data["engines"] == {"node": ">=24"}
    assert data["workspaces"] == ["apps/*"]
    assert data["exports"] == {".": "./src/index.ts"}
    kinds = {name: (one["range"], one["kind"]) for name, one in data["dependencies"].items()}
    assert kinds == {"fastify": ("^5", "prod"), "zod": ("^4", "prod"), "vitest": ("^4", "dev"), "react": ("*", "peer")}
    assert [at(text, (one["start"], one["end"])) for one in data["dependencies"].values()] == [
        f'"{name}"' for name in data["dependencies"]
    ]


def test_tsconfig_with_comments_and_trailing_commas():
    text = """\
        {
          // strict, as the guide asks: "https://x.dev/*"
          "extends": "../base.json", /* more, */
          "compilerOptions": {
            "strict": true, "paths": { "@/*": ["./src/*",], }, // ,}
          },
          "references": [{ "path": "../db" }, ],
        }
        """

    data = said("tsconfig", text)

    assert data["extends"] == ["../base.json"]
    assert data["references"] == ["../db"]
    assert data["compilerOptions"] == {"strict": True, "paths": {"@/*": ["./src/*"]}}
    assert at(text, data["places"]["strict"]) == '"strict"'


COMPOSE = """\
    # größer
    x-common: &common
      restart: always
      environment: { TZ: UTC }
    services:
      api:
        <<: *common
        build: { context: ., target: run }
        user: "1000:1000"
        read_only: true
        environment:
          - DATABASE_URL=postgres://db/acme
          - TOKEN
        ports: ["3000:3000", { target: 9090, published: 9091 }]
        depends_on: { db: { condition: service_healthy } }
        healthcheck: { test: ["CMD", "curl", "localhost/health"], interval: 10s }
        deploy: { replicas: 2, resources: { limits: { cpus: "0.5", memory: 512M } } }
      db:
        image: postgres:17@sha256:abc
        volumes:
          - data:/var/lib/postgresql/data
        healthcheck: { disable: true }
        mem_limit: 1g
    volumes: { data: }
    """


def test_compose():
    data = said("compose", COMPOSE)
    api, db = data["services"]["api"], data["services"]["db"]

    assert at(COMPOSE, api["name"]) == "api"
    assert at(COMPOSE, (db["start"], db["end"])).startswith("db:")
    assert at(COMPOSE, (db["start"], db["end"])).endswith("1g")
    assert (api["line"], db["line"]) == (6, 18)
    assert api["restart"] == "always"
    assert api["build"] == {"context": ".", "target": "run"}
    assert api["user"] == "1000:1000"
    assert api["read_only"] is True
    assert api["environment"] == {"DATABASE_URL": "postgres://db/acme", "TOKEN": None}
    assert api["ports"] == ["3000:3000", "9091:9090"]
    assert api["depends_on"] == ["db"]
    assert api["healthcheck"]["disabled"] is False
    assert api["limits"] == {"cpus": "0.5", "memory": "512M"}
    assert api["replicas"] == 2
    assert at(COMPOSE, db["places"]["image"]) == "image: postgres:17@sha256:abc"
    assert db["limits"] == {"memory": "1g"}
    assert db["healthcheck"] == {"disabled": True}
    assert "user" not in db
    assert data["volumes"] == ["data"]


DOCKERFILE = """\
    # syntax=docker/dockerfile:1
    ARG NODE=24-alpine
    FROM --platform=linux/amd64 node:${NODE} AS build
    RUN npm ci && \\
        # a comment in the middle

        npm run build
    COPY <<EOF /app/run.sh
    USER nobody
    EOF
    FROM gcr.io:443/distroless/nodejs24@sha256:abc
    COPY --from=build /app /app
    EXPOSE 3000 9090/tcp
    healthcheck CMD ["node", "health.js"]
    USER 1000

    FROM build
    """


def test_dockerfile():
    data = said("dockerfile", DOCKERFILE)
    build, run, last = data["stages"]

    assert data["arguments"] == {"NODE": "24-alpine"}
    assert build["name"] == "build"
    assert build["from"] == {
        "image": "node",
        "tag": "24-alpine",
        "digest": None,
        "stage": None,
        "platform": "linux/amd64",
    }
    assert build["user"] is None
    assert [one["name"] for one in build["instructions"]] == ["RUN", "COPY"]
    assert build["instructions"][0]["text"].split() == ["npm", "ci", "&&", "npm", "run", "build"]
    assert build["instructions"][1]["line"] == 8
    assert run["from"]["image"] == "gcr.io:443/distroless/nodejs24"
    assert (run["from"]["tag"], run["from"]["digest"]) == (None, "sha256:abc")
    assert run["user"] == "1000"
    assert run["expose"] == ["3000", "9090/tcp"]
    assert run["healthcheck"] == 'CMD ["node", "health.js"]'
    assert last["from"]["stage"] == 0
    assert at(DOCKERFILE, (run["start"], run["end"])).startswith("FROM gcr.io")
    assert at(DOCKERFILE, (run["start"], run["end"])).endswith("USER 1000")
    user = run["instructions"][-1]
    assert (at(DOCKERFILE, (user["start"], user["end"])), user["line"]) == ("USER 1000", 15)


KUBERNETES = """\
    apiVersion: v1
    kind: Service
    metadata: { name: api }
    spec: { ports: [{ port: 80 }] }
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: api
    spec:
      replicas: 3
      template:
        spec:
          terminationGracePeriodSeconds: 30
          securityContext: { runAsNonRoot: true }
          initContainers:
            - { name: migrate, image: "acme/api:1" }
          containers:
            - name: api
              image: acme/api:1
              livenessProbe: { httpGet: { path: /health, port: 3000 } }
              resources: { limits: { memory: 512Mi } }
              securityContext: { readOnlyRootFilesystem: true }
              env: [{ name: A, value: "1" }, { name: B, valueFrom: { secretKeyRef: { name: s, key: k } } }]
    ---
    apiVersion: batch/v1
    kind: CronJob
    metadata: { name: nightly }
    spec: { jobTemplate: { spec: { template: { spec: { containers: [{ name: job, image: busybox }] } } } } }
    """


def test_kubernetes():
    service, deployment, job = said("kubernetes", KUBERNETES)["objects"]

    assert (service["kind"], service["name"], service["spec"]) == ("Service", "api", {"ports": [{"port": 80}]})
    assert (deployment["replicas"], deployment["grace"], deployment["line"]) == (3, 30, 6)
    assert deployment["security"] == {"runAsNonRoot": True}
    api, migrate = deployment["containers"]
    assert (api["init"], migrate["init"]) == (False, True)
    assert api["liveness"] == {"httpGet": {"path": "/health", "port": 3000}}
    assert "readiness" not in api
    assert api["limits"] == {"memory": "512Mi"}
    assert api["security"] == {"readOnlyRootFilesystem": True}
    assert api["environment"] == {"A": "1", "B": None}
    assert at(KUBERNETES, (api["start"], api["end"])).startswith("name: api")
    assert job["containers"][0]["image"] == "busybox"


def test_env():
    text = """\
        # where the rows live
        DATABASE_URL="postgres://localhost/acme"   # required
        export PORT=3000
        # SENTRY_DSN=
        EMPTY=
        KEY="-----BEGIN
        two lines
        -----END"
        COLOR=#fff
        just text
        """

    variables = said("env", text)["variables"]

    assert [(one["name"], one["value"], one["line"], one["commented"]) for one in variables] == [
        ("DATABASE_URL", "postgres://localhost/acme", 2, False),
        ("PORT", "3000", 3, False),
        ("SENTRY_DSN", "", 4, True),
        ("EMPTY", "", 5, False),
        ("KEY", "-----BEGIN\ntwo lines\n-----END", 6, False),
        ("COLOR", "", 9, False),
    ]
    assert variables[0]["comment"] == "where the rows live required"
    assert [at(text, (one["start"], one["end"])) for one in variables] == [one["name"] for one in variables]


def test_titles_of_an_environment_file_say_nothing_of_the_variables_below():
    text = """\
        # ============
        # STRIPE
        # ============
        # Payments (optional)
        STRIPE_KEY=

        # --- Mail ---
        SMTP_URL=
        """

    assert [one["comment"] for one in said("env", text)["variables"]] == ["Payments (optional)", ""]


def test_workflow():
    text = """\
        name: CI
        on: [push, pull_request]
        permissions: { contents: read }
        jobs:
          test:
            runs-on: ubuntu-24.04
            services: { postgres: { image: postgres } }
            steps:
              - uses: actions/checkout@v5
              - name: Test
                run: npm test
          deploy:
            needs: test
            environment: { name: production }
            uses: ./.github/workflows/deploy.yml
        """

    data = said("workflow", text)

    assert data["on"] == ["push", "pull_request"]
    assert data["permissions"] == {"contents": "read"}
    test, deploy = data["jobs"]["test"], data["jobs"]["deploy"]
    assert [step.get("uses") or step.get("run") for step in test["steps"]] == ["actions/checkout@v5", "npm test"]
    assert at(text, (test["steps"][1]["start"], test["steps"][1]["end"])).endswith("npm test")
    assert test["services"] == ["postgres"]
    assert (deploy["needs"], deploy["environment"]) == (["test"], "production")
    assert deploy["steps"] == []


def test_settings_are_json_or_yaml():
    assert said("prettier", "semi: false\n")["value"] == {"semi": False}
    assert said("eslint", '{"rules": {}, /* none */}')["value"] == {"rules": {}}


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        ("package", '{\n  "name": x\n}', "line 2: expecting value"),
        ("package", "[]", "line 1: expected an object"),
        ("compose", "services:\n  api: {\n", "line 3: "),
        ("dockerfile", "RUN x\n", "line 1: RUN stands before the first FROM"),
        ("dockerfile", "FROM a\nFORM b\n", "line 2: unknown instruction FORM"),
        ("dockerfile", "", "line 1: no FROM"),
        ("kubernetes", "apiVersion: v1\nkind: {{ .Values.kind }}\n", "line 2: a template, not a manifest"),
        ("workflow", "jobs:\n\t- a", "line 2: "),
        ("tsconfig", "[" * 100_000, "line 1: nested too deeply"),
        ("compose", "[" * 100_000, "line 1: nested too deeply"),
    ],
)
def test_a_faulty_manifest_says_its_line(kind: str, text: str, problem: str):
    assert (facts(kind, text).problem or "").startswith(problem)


def test_aliases_that_unfold_without_end_are_refused():
    lines = ["a: &a [x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 8)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]

    assert facts("prettier", "\n".join(lines)).problem == "line 1: the aliases unfold to more than anyone reads"


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KINDS), st.binary(max_size=300))
def test_no_bytes_are_too_bad(kind: str, data: bytes):
    extract(kind, "file", data)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([("compose", COMPOSE), ("dockerfile", DOCKERFILE), ("kubernetes", KUBERNETES)]),
    st.integers(0, 1200),
    st.integers(0, 60),
    st.sampled_from(["", "\0", "- ", "{", "]", "\n", "&a ", "*common", "null", "[1]", "é"]),
)
def test_damaged_manifests_are_no_fault_of_the_program(sample: tuple[str, str], start: int, size: int, instead: str):
    kind, text = sample
    whole = textwrap.dedent(text)

    found = extract(kind, "file", (whole[:start] + instead + whole[start + size :]).encode())

    assert "could not be read" not in (found.problem or "")
