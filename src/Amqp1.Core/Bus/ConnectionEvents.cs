using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp1.Transport;

namespace Amqp1.Bus;

/// <summary>
/// Where AMQPNetLite lets us in: our Open goes out, the peer's is noted and its idle time-out hidden from AMQPNetLite, and a message that came in several frames gets its content,
/// which the transport has kept back.
/// </summary>
internal sealed class ConnectionEvents(Open open, AmqpTransport transport) : IHandler
{
    private const int HostNameField = 1;
    private const int IdleTimeOutField = 4;

    /// <summary>What the peer said of itself; null until its Open is in.</summary>
    public PeerInfo? Peer { get; private set; }

    /// <inheritdoc />
    public bool CanHandle(EventId id) => id switch
    {
        // Asked for every message: an event is only made when there is something to do.
        EventId.ReceiveDelivery => transport.HasContent,
        EventId.ConnectionLocalOpen or EventId.ConnectionRemoteOpen => true,
        _ => false,
    };

    /// <inheritdoc />
    public void Handle(Event protocolEvent)
    {
        switch (protocolEvent.Id)
        {
            case EventId.ReceiveDelivery when transport.TakeContent() is { } content:
                Fill(((IDelivery)protocolEvent.Context).Message, content);
                break;
            case EventId.ConnectionLocalOpen:
                Fill((Open)protocolEvent.Context);
                break;
            case EventId.ConnectionRemoteOpen:
                var peerOpen = (Open)protocolEvent.Context;
                Peer = PeerInfo.From(peerOpen);

                // The heartbeats are KeepAlive's. AMQPNetLite must not send its own: their timer needs a thread of the pool.
                peerOpen.ResetField(IdleTimeOutField);
                break;
        }
    }

    private static void Fill(Message message, Message content)
    {
        message.Header = content.Header;
        message.DeliveryAnnotations = content.DeliveryAnnotations;
        message.MessageAnnotations = content.MessageAnnotations;
        message.Properties = content.Properties;
        message.ApplicationProperties = content.ApplicationProperties;
        message.BodySection = content.BodySection;
        message.Footer = content.Footer;
    }

    private void Fill(Open other)
    {
        other.ContainerId = open.ContainerId;
        other.MaxFrameSize = open.MaxFrameSize;
        other.ChannelMax = open.ChannelMax;
        other.Properties = open.Properties;
        if (open.HostName is { } hostname)
        {
            other.HostName = hostname;
        }
        else
        {
            other.ResetField(HostNameField);
        }

        if (open.HasField(IdleTimeOutField))
        {
            other.IdleTimeOut = open.IdleTimeOut;
        }
    }
}
