#!/usr/bin/python3
"""Calls the compute service.

    call_compute.py echo "hello"
    call_compute.py build vm-1 --flavor m1.small
    call_compute.py list
    call_compute.py delete vm-1
    call_compute.py fail "out of memory"
"""

import argparse
import sys

import oslo_messaging

import common

FLAVORS = {
    'm1.small': {'name': 'm1.small', 'vcpus': 1, 'memory_mb': 2048, 'disk_gb': 20},
    'm1.large': {'name': 'm1.large', 'vcpus': 4, 'memory_mb': 8192, 'disk_gb': 80},
}


def main():
    parser = common.arguments(__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument('--server', help='this host only; otherwise any host of the topic')
    parser.add_argument('--timeout', type=float, default=10, help='seconds (default: %(default)s)')
    commands = parser.add_subparsers(dest='command', required=True)
    commands.add_parser('echo').add_argument('text')
    build = commands.add_parser('build')
    build.add_argument('instance')
    build.add_argument('--flavor', choices=FLAVORS, default='m1.small')
    commands.add_parser('list')
    commands.add_parser('delete').add_argument('instance')
    commands.add_parser('fail').add_argument('message')
    args = parser.parse_args()

    transport = oslo_messaging.get_rpc_transport(common.configuration(args), args.url)
    target = oslo_messaging.Target(topic='compute', version='1.0', server=args.server)
    client = oslo_messaging.get_rpc_client(transport, target, timeout=args.timeout)
    context = {'user': 'python'}
    try:
        if args.command == 'echo':
            common.show(client.call(context, 'echo', data=args.text))
        elif args.command == 'build':
            common.show(client.call(context, 'build_instance', instance_id=args.instance, flavor=FLAVORS[args.flavor]))
        elif args.command == 'list':
            common.show(client.call(context, 'list_instances'))
        elif args.command == 'delete':
            common.show(client.call(context, 'delete_instance', instance_id=args.instance))
        elif args.command == 'fail':
            common.show(client.call(context, 'fail', message=args.message))
    except oslo_messaging.RemoteError as error:
        sys.exit('The service raised %s: %s' % (error.exc_type, error.value))
    except oslo_messaging.MessagingException as error:
        sys.exit('No answer: %s' % error)
    except Exception as error:  # a builtin type that the service named, such as ValueError
        sys.exit('The service raised %s: %s' % (type(error).__name__, str(error).splitlines()[0]))
    finally:
        transport.cleanup()


if __name__ == '__main__':
    main()
