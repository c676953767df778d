using Amqp1.Cli.Settings;

namespace Amqp1.Cli.Commands.Development;

/// <summary>A value of <c>AMQP1_SERVICE</c>, with the backends of RPC and of notifications that it means.</summary>
/// <param name="Name">The value.</param>
/// <param name="Rpc">The backend of RPC.</param>
/// <param name="Notify">The backend of notifications.</param>
internal sealed record DevService(string Name, DevBackend Rpc, DevBackend Notify)
{
    /// <summary>All values, those of DevStack's plugin for AMQP 1.0.</summary>
    public static IReadOnlyList<DevService> All { get; } =
    [
        new("qdr", DevBackend.Router, DevBackend.Router),
        new("qpid", DevBackend.Broker, DevBackend.Broker),
        new("qpid-dual", DevBackend.Router, DevBackend.Broker),
        new("qpid-hybrid", DevBackend.Router, DevBackend.RabbitMq),
        new("external", DevBackend.External, DevBackend.External),
    ];

    /// <summary>Whether RPC and notifications use the same intermediary.</summary>
    public bool IsShared => Rpc == Notify && Rpc != DevBackend.External;

    /// <summary>Returns the service of a name. Throws <see cref="UsageException"/> if there is none.</summary>
    public static DevService Find(string name) => All.FirstOrDefault(service => service.Name == name)
        ?? throw new UsageException($"'{name}' is not a service. The services are {string.Join(", ", All.Select(service => service.Name))}.");
}
