using Amqp1.Embedded;

namespace Amqp1.Benchmarks.Processes;

/// <summary>The embedded router in a process of its own, set up like the command <c>amqp1 router</c>.</summary>
internal static class RouterProcess
{
    public static async Task RunAsync()
    {
        // Read by .NET when it creates the first socket.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", Environment.GetEnvironmentVariable("AMQP1_BENCHMARK_INLINE") ?? "1");
        await using var router = await EmbeddedRouter.StartAsync();
        await ChildHost.ServeAsync(router.TransportUrl);
    }
}
