namespace Amqp1.Hosting.Tests;

/// <summary>The time for which a test waits for a signal before it fails.</summary>
internal static class Limits
{
    public static readonly TimeSpan Signal = TimeSpan.FromSeconds(30);
}
