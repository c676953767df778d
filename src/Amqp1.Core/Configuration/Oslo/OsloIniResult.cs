namespace Amqp1.Configuration.Oslo;

/// <summary>The result of reading INI files.</summary>
/// <param name="ConfigurationKeys">
/// Keys and values for the configuration binder, for example <c>Amqp1:Connection:IdleTimeout</c> and <c>00:00:20</c>.
/// </param>
/// <param name="Warnings">Warnings about settings that have no effect or may not be intended, without secrets.</param>
internal sealed record OsloIniResult(IReadOnlyDictionary<string, string?> ConfigurationKeys, IReadOnlyList<string> Warnings);
