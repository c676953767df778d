namespace Amqp1.Bus;

/// <summary>The container-id of docs/spec/connection.md#open, unique for each connection.</summary>
internal static class ContainerId
{
    private const int MaxNameLength = 48;

    public static string Command { get; } = Path.GetFileName(Environment.GetCommandLineArgs().FirstOrDefault() ?? "") is { Length: > 0 } name ? name : "dotnet";

    public static string Create(string? configured) => !string.IsNullOrEmpty(configured)
        ? configured
        : $"openstack.org/om/container/{Short(Environment.MachineName)}/{Short(Command)}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <summary>
    /// A name that the Open holds twice, bounded: the Open goes out before the peer has announced what it takes, so it has to fit into 512
    /// bytes (AMQP 1.0, 2.4.1).
    /// </summary>
    public static string Short(string name) => name.Length <= MaxNameLength ? name : name[..MaxNameLength];
}
