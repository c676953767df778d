using Amqp.Types;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Probing;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>Collects the times that intermediaries write into messages, if they are configured to do so.</summary>
internal static class TimeStamps
{
    /// <summary>The message annotations with the time of reception, in milliseconds since 1970 or as a timestamp.</summary>
    private static readonly Symbol[] Annotations = ["x-opt-rabbitmq-received-time", "timestamp_in_ms", "x-opt-ingress-time"];

    public static void Collect(CheckContext context, ProbeArrival arrival)
    {
        foreach (var name in Annotations)
        {
            switch (arrival.Message.MessageAnnotations?[name])
            {
                case DateTime time:
                    context.TimeStamps.Add((time.ToUniversalTime(), arrival.Received));
                    return;
                case long milliseconds and > 0 and < 253_402_300_800_000:
                    context.TimeStamps.Add((DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), arrival.Received));
                    return;
            }
        }
    }
}
