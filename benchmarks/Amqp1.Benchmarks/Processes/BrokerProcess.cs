using Amqp1.Embedded;

namespace Amqp1.Benchmarks.Processes;

/// <summary>The embedded broker in a process of its own, in memory or with a store in a folder that is deleted at the end.</summary>
internal static class BrokerProcess
{
    public static async Task RunAsync(bool isDurable)
    {
        var folder = Directory.CreateTempSubdirectory("amqp1-bench-broker-");
        try
        {
            var options = new EmbeddedRouterOptions().UsePreset(EmbeddedPreset.Dual);
            if (isDurable)
            {
                options.UseSqliteStore(Path.Combine(folder.FullName, "broker.db"));
            }

            await using var broker = await EmbeddedRouter.StartAsync(options);
            await ChildHost.ServeAsync(broker.TransportUrl);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
