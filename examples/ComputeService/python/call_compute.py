#!/usr/bin/python3
"""Calls the compute service.

    call_compute.py echo "hello"
    call_compute.py build vm-1 --flavor m1.small
    call_compute.py list
    call_compute.py get INSTANCE_ID
    call_compute.py delete INSTANCE_ID
    call_compute.py sleep 2
    call_compute.py fail ValueError "out of memory"
"""

import argparse
import sys

import oslo_messaging

import common

def call(client, args):
    context = {'user': 'python'}
    if args.command == 'echo':
        return client.call(context, 'echo', data=args.text)
    if args.command == 'build':
        return client.call(context, 'build_instance', name=args.name, flavor=args.flavor)
    if args.command == 'get':
        return client.call(context, 'get_instance', instance_id=args.instance_id)
    if args.command == 'list':
        return client.call(context, 'list_instances')
    if args.command == 'delete':
        return client.call(context, 'delete_instance', instance_id=args.instance_id)
    if args.command == 'sleep':
        return client.call(context, 'sleep', seconds=args.seconds)
    return client.call(context, 'fail', kind=args.kind, message=args.message)


def main():
    parser = common.arguments(__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument('--server', help='this host only; otherwise any host of the topic')
    parser.add_argument('--timeout', type=float, default=10, help='seconds (default: %(default)s)')
    commands = parser.add_subparsers(dest='command', required=True)
    commands.add_parser('echo').add_argument('text')
    build = commands.add_parser('build')
    build.add_argument('name')
    build.add_argument('--flavor', default='m1.small', help='its name (default: %(default)s)')
    commands.add_parser('get').add_argument('instance_id')
    commands.add_parser('list')
    commands.add_parser('delete').add_argument('instance_id')
    commands.add_parser('sleep').add_argument('seconds', type=float)
    fail = commands.add_parser('fail')
    fail.add_argument('kind', help='a builtin exception, such as ValueError')
    fail.add_argument('message')
    args = parser.parse_args()

    transport = oslo_messaging.get_rpc_transport(common.configuration(args), args.url)
    target = oslo_messaging.Target(topic='compute', version='1.0', server=args.server)
    client = oslo_messaging.get_rpc_client(transport, target, timeout=args.timeout)
    try:
        result = call(client, args)
    except oslo_messaging.RemoteError as error:
        sys.exit('The service raised %s: %s' % (error.exc_type, error.value))
    except oslo_messaging.MessagingException as error:
        sys.exit('No answer: %s' % error)
    except Exception as error:  # a builtin exception that the service raised, such as ValueError
        text = str(error.args[0] if error.args else error)  # the first line is the message; the other lines are the traceback
        sys.exit('The service raised %s: %s' % (type(error).__name__, text.partition('\n')[0]))
    finally:
        transport.cleanup()
    common.show(result)


if __name__ == '__main__':
    main()
