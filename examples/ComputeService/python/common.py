"""The arguments and the configuration of the example programs."""

import argparse
import json
import logging
import signal

import oslo_messaging  # noqa: F401  registers the options that are set below
from oslo_config import cfg


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument('--url', default='amqp://127.0.0.1:5672', help='the router or broker, amqp:// or rabbit:// (default: %(default)s)')
    parser.add_argument('--verbose', action='store_true', help="show the driver's log")
    return parser


def configuration(args):
    logging.basicConfig(level='DEBUG' if args.verbose else 'WARNING')
    # A real service passes its arguments here and has the URL in its nova.conf.
    cfg.CONF([], project='compute-example', default_config_files=[])
    if 'oslo_messaging_metrics' in cfg.CONF:
        # Otherwise the process would wait for ten seconds after its last call.
        cfg.CONF.set_override('metrics_thread_stop_timeout', 0, 'oslo_messaging_metrics')
    return cfg.CONF


def show(value):
    print(value if isinstance(value, str) else json.dumps(value, indent=2), flush=True)


def run_until_interrupted(server, transport):
    """Runs a server or listener until Ctrl+C or SIGTERM, then leaves the bus."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server.start()
    try:
        signal.pause()
    except KeyboardInterrupt:
        pass
    server.stop()
    server.wait()
    transport.cleanup()
