namespace Amqp1.Bus;

/// <summary>The container-id of specification B.1, unique for each connection.</summary>
internal static class ContainerId
{
    public static string Command { get; } = Path.GetFileName(Environment.GetCommandLineArgs().FirstOrDefault() ?? "") is { Length: > 0 } name ? name : "dotnet";

    public static string Create(string? configured) => !string.IsNullOrEmpty(configured)
        ? configured
        : $"openstack.org/om/container/{Environment.MachineName}/{Command}/{Environment.ProcessId}/{Guid.NewGuid():N}";
}
