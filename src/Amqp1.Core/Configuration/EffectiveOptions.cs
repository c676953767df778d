using Amqp1.Configuration.Oslo;

namespace Amqp1.Configuration;

/// <summary>Determines the options of one backend: those of the configuration, overridden by the query of its transport URL.</summary>
internal static class EffectiveOptions
{
    /// <summary>
    /// Returns a copy of the options with the query of the URL applied. Each key is an option of <c>[oslo_messaging_amqp]</c>.
    /// </summary>
    /// <param name="options">The configured options; they are not changed.</param>
    /// <param name="url">The URL of the backend.</param>
    /// <param name="warnings">Receives warnings about values that may not be intended, such as a word that is ignored.</param>
    /// <exception cref="InvalidTransportUrlException">
    /// A key is unknown, or a value is out of range. The message contains all errors.
    /// </exception>
    public static Amqp1Options For(Amqp1Options options, TransportUrl url, ICollection<string>? warnings = null)
    {
        var effective = options.Clone();
        var errors = new List<string>();
        foreach (var (name, value) in url.Query)
        {
            if (OsloOptionTable.Find(OsloOptionTable.AmqpGroup, name) is not { } option)
            {
                errors.Add(OsloUnsupported.ReasonForOption(new OsloName(OsloOptionTable.AmqpGroup, name)) is { } reason
                    ? $"'{name}' {reason}."
                    : $"'{name}' is no option of [{OsloOptionTable.AmqpGroup}].");
                continue;
            }

            try
            {
                option.Set(effective, [value], warnings ?? []);
            }
            catch (FormatException wrong)
            {
                errors.Add(wrong.Message);
            }
        }

        return errors.Count == 0
            ? effective
            : throw new InvalidTransportUrlException($"The query of the transport URL: {string.Join(' ', errors)}");
    }
}
