using Amqp1.Addressing;
using Amqp1.Cli.Checks.Findings;

namespace Amqp1.Cli.Checks.Buses;

/// <summary>A kind of address that the options produce, with the destination that probes it.</summary>
/// <param name="Name">The name in the report, such as <c>fanout</c>.</param>
/// <param name="Destination">The destination with the topic of the probes.</param>
internal sealed record ProbedAddress(string Name, Destination Destination)
{
    private const string Server = "check";

    /// <summary>Whether every consumer must get a copy of a message.</summary>
    public bool IsFanout => Destination.Pattern == Pattern.Fanout;

    /// <summary>Returns all kinds of addresses that the services of the options use.</summary>
    public static IEnumerable<ProbedAddress> Of(CheckContext context)
    {
        var target = new Target { Topic = context.ProbeTopic, Exchange = context.ProbeExchange };
        if (context.Backend.CarriesRpc)
        {
            yield return new("server", Destination.For(ServiceKind.Rpc, target with { Server = Server }));
            yield return Shared(context);
            yield return new("fanout", Destination.For(ServiceKind.Rpc, target with { Fanout = true }));
        }

        if (context.Backend.CarriesNotifications)
        {
            yield return Notification(context);
        }
    }

    /// <summary>Returns the address that calls use, or that of notifications if the transport carries no calls.</summary>
    public static ProbedAddress Calling(CheckContext context) => context.Backend.CarriesRpc ? Shared(context) : Notification(context);

    /// <summary>Returns the address that notifications use, or that of calls if the transport carries no notifications.</summary>
    public static ProbedAddress Notifying(CheckContext context) => context.Backend.CarriesNotifications ? Notification(context) : Shared(context);

    /// <summary>Returns why checks with this address make no sense; null if the address works.</summary>
    public string? ReasonToSkip(CheckContext context) => context.FailedAddresses.Contains(Name) ? $"The address '{Name}' does not work." : null;

    /// <summary>Returns the address of any server of a topic.</summary>
    private static ProbedAddress Shared(CheckContext context) =>
        new("topic", Destination.For(ServiceKind.Rpc, new Target { Topic = context.ProbeTopic, Exchange = context.ProbeExchange }));

    /// <summary>Returns the address of notifications of one priority.</summary>
    private static ProbedAddress Notification(CheckContext context) =>
        new("notification", Destination.For(ServiceKind.Notification, new Target { Topic = $"{context.ProbeTopic}.info", Exchange = context.ProbeExchange }));
}
