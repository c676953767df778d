using Amqp;
using Amqp.Framing;

namespace Amqp1.Cli.Checks.Probing;

/// <summary>Creates the messages of probes.</summary>
internal static class ProbeMessage
{
    /// <summary>
    /// The time to live of all messages of probes, so that none of them stays in a queue if the tool is ended.
    /// </summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(30);

    /// <summary>Creates a message.</summary>
    /// <param name="size">The size of its body in bytes.</param>
    /// <param name="to">The address in the message; null for none.</param>
    /// <param name="timeToLive">The time to live; null for the usual one.</param>
    public static Message Create(int size = 16, string? to = null, TimeSpan? timeToLive = null)
    {
        var message = new Message
        {
            Header = new Header { Ttl = (uint)(timeToLive ?? TimeToLive).TotalMilliseconds },
            Properties = new Properties { MessageId = Guid.NewGuid().ToString("N") },
            BodySection = new Data { Binary = new byte[size] },
        };
        if (to is not null)
        {
            message.Properties.To = to;
        }

        return message;
    }
}
