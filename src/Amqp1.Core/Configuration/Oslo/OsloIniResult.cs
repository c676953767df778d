namespace Amqp1.Configuration.Oslo;

/// <summary>What ini files mean to this driver.</summary>
/// <param name="ConfigurationKeys">Keys and values for the configuration binder, e.g. <c>Amqp1:Connection:IdleTimeout</c> and <c>00:00:20</c>.</param>
/// <param name="Warnings">What has no effect or may not be meant; no secrets.</param>
internal sealed record OsloIniResult(IReadOnlyDictionary<string, string?> ConfigurationKeys, IReadOnlyList<string> Warnings);
