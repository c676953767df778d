namespace Amqp1.Configuration.Oslo;

/// <summary>
/// Keeps options of <c>[oslo_messaging_amqp]</c> from transport URLs with the scheme <c>rabbit</c>. Here, some of them are options of the
/// whole instance, which stay in effect until an option of <c>Amqp1:Rabbit</c> takes their place. In oslo, the rabbit driver has its own
/// defaults.
/// </summary>
internal static class OsloIsolation
{
    private static readonly (string[] Shared, string Rabbit, string Default)[] Rules =
    [
        (["Security:Ssl", "Security:SslCaFile", "Security:SslCertFile"], "Ssl", "false"),
        (["Security:SslCaFile"], "SslCaFile", ""),
        (["Security:SslCertFile"], "SslCertFile", ""),
        (["Security:SaslMechanisms"], "SaslMechanisms", ""),
        (["Connection:RetryInterval"], "RetryInterval", "00:00:01"),
        (["Connection:RetryBackoff"], "RetryBackoff", "2"),
        (["Connection:RetryIntervalMax"], "RetryIntervalMax", "00:00:30"),
    ];

    /// <summary>Adds the default of oslo's rabbit driver for each of its options that would otherwise follow one of the other group.</summary>
    public static void Apply(Dictionary<string, string?> keys)
    {
        foreach (var (shared, rabbit, value) in Rules)
        {
            if (shared.Any(path => keys.ContainsKey($"{Amqp1Options.SectionName}:{path}")))
            {
                keys.TryAdd($"{Amqp1Options.SectionName}:Rabbit:{rabbit}", value);
            }
        }
    }
}
