using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp1.Transport;

namespace Amqp1.Bus;

/// <summary>
/// Where AMQPNetLite lets us in: our Open goes out, the peer's is noted, and a message that came in several frames gets its content,
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
                Peer = PeerInfo.From((Open)protocolEvent.Context);
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
