using Amqp1.Cli.Checks.Buses;
using Amqp1.Cli.Checks.Findings;
using Amqp1.Cli.Checks.Hosts;

namespace Amqp1.Cli.Checks;

/// <summary>All checks in their order.</summary>
internal static class CheckPlan
{
    /// <summary>The checks of each host of a URL.</summary>
    public static IReadOnlyList<ICheck> OfHosts { get; } = [new NameCheck(), new PortCheck(), new TlsCheck(), new LoginCheck(), new OpenCheck(), new ProductCheck()];

    /// <summary>The checks of the bus, over the first host of the URL that opens a connection.</summary>
    public static IReadOnlyList<ICheck> OfBuses { get; } =
    [
        new ReplyNodeCheck(), new RelayCheck(), new AddressesCheck(), new MeshCheck(), new StorageCheck(), new SettlementCheck(), new SizeCheck(),
        new TopicsCheck(), new QueuesCheck(), new CallCheck(), new NotificationCheck(), new ClockCheck(),
    ];
}
