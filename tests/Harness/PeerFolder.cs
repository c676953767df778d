namespace Amqp1.Tests.Harness;

/// <summary>The folder of the programs that eng/install-peers installs.</summary>
internal static class PeerFolder
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("AMQP1_PEERS") is { Length: > 0 } given
        ? given
        : System.IO.Path.Combine(Cache, "amqp1hosting", "peers");

    private static string Cache => Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
        ? cache
        : System.IO.Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/root", ".cache");
}
