using Amqp1.Broker.Codec;
using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Nodes;

namespace Amqp1.Broker.Protocol;

/// <summary>Routes the messages of links without an address by the address in each message.</summary>
internal sealed class AnonymousRelay(Connection connection)
{
    public const string NoAddress = "an address without consumers";
    private static readonly byte[] NoRecipient = Outcomes.Rejected(ErrorCondition.NotFound, "The message has no address in properties.to.");
    private static readonly byte[] Unauthorized = Outcomes.Rejected(ErrorCondition.UnauthorizedAccess, "The sender may not send to this address.");
    private static readonly byte[] Undecodable = Outcomes.Rejected(ErrorCondition.DecodeError, "The properties of the message cannot be decoded.");

    private readonly ProtocolContext _context = connection.Context;

    public void Accept(in ReceivedMessage message)
    {
        if (Find(message, out var refusal) is { } node)
        {
            node.Accept(message);

            // The message may have created the node, and may not have stayed in it.
            _context.Nodes.RemoveIfUnused(node);
        }
        else if (refusal.Length > 0)
        {
            _context.Undelivered.Refuse(message, NoAddress, refusal);
        }
        else
        {
            _context.Undelivered.NoConsumer(message, NoAddress);
        }
    }

    private INode? Find(in ReceivedMessage message, out byte[] refusal)
    {
        try
        {
            var name = MessageProperties.ReadTo(message.Payload, out var present);
            if (!present)
            {
                refusal = NoRecipient;
                return null;
            }

            if (connection.Rights is { } rights && !rights.MaySendTo(_context.Nodes.NameInRules(name)))
            {
                CountRefused(rights.User);
                refusal = Unauthorized;
                return null;
            }

            refusal = [];
            return _context.Nodes.FindForMessage(name);
        }
        catch (PeerFaultException)
        {
            // The frame is valid. Only its message is malformed, which is not a protocol violation.
            refusal = Undecodable;
            return null;
        }
    }

    private void CountRefused(string user)
    {
        RouterMetrics.CountFault(_context.Log, ErrorCondition.UnauthorizedAccess);
        if (_context.UnauthorizedLog.Count() is { } refused)
        {
            _context.Log.MessagesRefused(refused, connection.Peer, user);
        }
    }
}
