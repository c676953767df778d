#!/usr/bin/python3
"""Serves the topic "conductor" (version 2.0) for a .NET service to call."""

import platform

import oslo_messaging

import common


class Conductor:
    target = oslo_messaging.Target(version='2.0')

    flavors = {
        'small': {'name': 'm1.small', 'vcpus': 1, 'memory_mb': 2048, 'disk_gb': 20},
        'large': {'name': 'm1.large', 'vcpus': 4, 'memory_mb': 8192, 'disk_gb': 80},
    }

    @oslo_messaging.expected_exceptions(KeyError)  # is returned to the caller and is not logged
    def get_flavor(self, ctxt, id):
        """A call."""
        print('get_flavor %s, context %s' % (id, ctxt), flush=True)
        if id not in self.flavors:
            raise KeyError(id)
        return self.flavors[id]

    def note(self, ctxt, text):
        """A cast: the caller does not wait."""
        print('note: %s' % text, flush=True)

    def refresh(self, ctxt):
        """A fanout: every server of the topic receives it."""
        print('refresh', flush=True)


def main():
    parser = common.arguments(__doc__)
    parser.add_argument('--server', default=platform.node(), help='the name of this server (default: %(default)s)')
    args = parser.parse_args()

    transport = oslo_messaging.get_rpc_transport(common.configuration(args), args.url)
    target = oslo_messaging.Target(topic='conductor', server=args.server)
    server = oslo_messaging.get_rpc_server(transport, target, [Conductor()], executor='threading')
    print('Serving conductor as %s on %s; Ctrl+C ends it.' % (args.server, args.url), flush=True)
    common.run_until_interrupted(server, transport)


if __name__ == '__main__':
    main()
