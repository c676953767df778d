namespace Amqp1.Cli.Tests.Checks.Servers;

/// <summary>A way to set up a real server, such as with users or with TLS.</summary>
/// <typeparam name="T">The server.</typeparam>
/// <param name="Name">The name of the set-up.</param>
/// <param name="Prepare">Configures the server.</param>
internal sealed record ServerSetUp<T>(string Name, Action<T> Prepare)
{
    public override string ToString() => Name;
}
