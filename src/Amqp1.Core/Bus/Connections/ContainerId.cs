namespace Amqp1.Bus.Connections;

/// <summary>The container-id of docs/spec/connection.md#open, unique for each connection.</summary>
internal static class ContainerId
{
    private const int MaxNameLength = 48;

    public static string Command { get; } = Path.GetFileName(Environment.GetCommandLineArgs().FirstOrDefault() ?? "") is { Length: > 0 } name ? name : "dotnet";

    public static string Create(string? configured) => !string.IsNullOrEmpty(configured)
        ? configured
        : $"openstack.org/om/container/{Short(Environment.MachineName)}/{Short(Command)}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    /// <summary>
    /// Returns a name truncated to the maximum length. The Open contains each name twice and is sent before the peer has announced its frame
    /// size, so it must fit into 512 bytes (AMQP 1.0, 2.4.1).
    /// </summary>
    public static string Short(string name) => name.Length <= MaxNameLength ? name : name[..MaxNameLength];
}
