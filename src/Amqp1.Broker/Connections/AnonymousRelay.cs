using Amqp1.Broker.Diagnostics;
using Amqp1.Broker.Frames;
using Amqp1.Broker.Routing;

namespace Amqp1.Broker.Connections;

/// <summary>Routes the messages of links without an address by the address in each message.</summary>
internal sealed class AnonymousRelay(Connection connection)
{
    public const string NoAddress = "an address without consumers";
    private static readonly byte[] NoRecipient = Outcomes.Rejected(ErrorCondition.NotFound, "The message has no properties.to to be routed by.");
    private static readonly byte[] Unauthorized = Outcomes.Rejected(ErrorCondition.UnauthorizedAccess, "The sender may not send to this address.");
    private static readonly byte[] Undecodable = Outcomes.Rejected(ErrorCondition.DecodeError, "The properties of the message do not decode.");

    private readonly RouterCore _router = connection.Router;

    public void Forward(in IncomingMessage message)
    {
        if (Find(message, out var refusal) is { } to)
        {
            to.Forward(message);
        }
        else if (message.Settled)
        {
            _router.CountLost(NoAddress, 1);
        }
        else
        {
            message.Source.Session.Incoming.Settle(message.DeliveryId, refusal.Length > 0 ? refusal : Outcomes.Released);
            _router.CountReturned(NoAddress);
        }
    }

    private Address? Find(in IncomingMessage message, out byte[] refusal)
    {
        try
        {
            var name = MessageProperties.ReadTo(message.Payload, out var present);
            if (!present)
            {
                refusal = NoRecipient;
                return null;
            }

            if (connection.Rights is { } rights && !rights.MaySendTo(name))
            {
                CountRefused(rights.User);
                refusal = Unauthorized;
                return null;
            }

            refusal = [];
            return _router.Addresses.Find(name);
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
        RouterMetrics.CountFault(_router.Logger, ErrorCondition.UnauthorizedAccess);
        if (_router.RefusedLog.Count() is { } refused)
        {
            _router.Logger.MessagesRefused(refused, connection.Peer, user);
        }
    }
}
