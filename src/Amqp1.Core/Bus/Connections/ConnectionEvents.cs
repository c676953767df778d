using Amqp;
using Amqp.Framing;
using Amqp.Handler;
using Amqp1.Transport;

namespace Amqp1.Bus.Connections;

/// <summary>
/// Handles the protocol events of AMQPNetLite. Fills in the local Open, records the peer's Open and hides its idle time-out from
/// AMQPNetLite, and fills in the content of multi-frame messages, which the transport has retained.
/// </summary>
internal sealed class ConnectionEvents(Open open, AmqpTransport transport) : IHandler
{
    private const int HostNameField = 1;
    private const int IdleTimeOutField = 4;

    /// <summary>The information from the peer's Open; null until the Open is received.</summary>
    public PeerInfo? Peer { get; private set; }

    /// <inheritdoc />
    public bool CanHandle(EventId id) => id switch
    {
        // AMQPNetLite asks for every message. It creates an event only if the answer is true.
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
                var delivery = (IDelivery)protocolEvent.Context;
                Fill(delivery.Message, content.Message);

                // The array is reused when the message is disposed.
                LibraryInternals.UseBuffer(delivery, content.Array);
                break;
            case EventId.ConnectionLocalOpen:
                Fill((Open)protocolEvent.Context);
                break;
            case EventId.ConnectionRemoteOpen:
                var peerOpen = (Open)protocolEvent.Context;
                Peer = PeerInfo.From(peerOpen);

                // KeepAlive sends the heartbeats. AMQPNetLite must not send its own: its heartbeat timer needs a thread of the pool.
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
