using Amqp1.Embedded;

namespace Amqp1.Benchmarks.Processes;

/// <summary>The embedded router in a process of its own.</summary>
internal static class RouterProcess
{
    public static async Task RunAsync()
    {
        await using var router = await EmbeddedRouter.StartAsync();
        await ChildHost.ServeAsync(router.TransportUrl);
    }
}
