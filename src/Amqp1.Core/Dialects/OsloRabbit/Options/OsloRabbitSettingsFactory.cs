using Amqp1.Configuration;

namespace Amqp1.Dialects.OsloRabbit;

/// <summary>Resolves options and a transport URL into the settings of the dialect.</summary>
internal static class OsloRabbitSettingsFactory
{
    /// <param name="options">The effective options, which already include those in the query of the URL.</param>
    /// <param name="url">The transport URL, which supplies the virtual host.</param>
    public static OsloRabbitSettings Create(Amqp1Options options, TransportUrl url)
    {
        var rabbit = options.Rabbit;
        return new OsloRabbitSettings
        {
            VirtualHost = url.VirtualHost ?? "/",
            DefaultExchange = options.ControlExchange,
            Durable = rabbit.DurableQueues || rabbit.QuorumQueues,
            AutoDelete = rabbit.AutoDelete,
            QuorumQueues = rabbit.QuorumQueues,
            TransientQuorumQueues = rabbit.TransientQuorumQueues,
            QuorumDeliveryLimit = rabbit.QuorumDeliveryLimit,
            QuorumMaxMemoryLength = rabbit.QuorumMaxMemoryLength,
            QuorumMaxMemoryBytes = rabbit.QuorumMaxMemoryBytes,
            HaQueues = rabbit.HaQueues,
            StreamFanout = rabbit.StreamFanout,
            TransientQueuesTtl = rabbit.TransientQueuesTtl,
            UseQueueManager = rabbit.UseQueueManager,
            HostName = OrDefault(rabbit.HostName, Environment.MachineName),
            ProcessName = OrDefault(rabbit.ProcessName, ProgramName()),
            Compression = rabbit.Compression,
        };
    }

    private static string OrDefault(string? configured, string fallback) => string.IsNullOrEmpty(configured) ? fallback : configured;

    // The first argument is the program, even if the process is the host "dotnet".
    private static string ProgramName() =>
        OrDefault(Path.GetFileNameWithoutExtension(Environment.GetCommandLineArgs().FirstOrDefault()), "dotnet");
}
