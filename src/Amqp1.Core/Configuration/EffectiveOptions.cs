using Amqp1.Configuration.Oslo;

namespace Amqp1.Configuration;

/// <summary>Determines the options of one backend: those of the configuration, overridden by the query of its transport URL.</summary>
internal static class EffectiveOptions
{
    /// <summary>
    /// Returns a copy of the options with the query of the URL applied. Each key is an option of the group of the URL's driver:
    /// <c>[oslo_messaging_amqp]</c>, or <c>[oslo_messaging_rabbit]</c> for the scheme <c>rabbit</c>. For the latter, the options of
    /// <c>Amqp1:Rabbit</c> have taken the place of the shared options.
    /// </summary>
    /// <param name="options">The configured options; they are not changed.</param>
    /// <param name="url">The URL of the backend.</param>
    /// <param name="warnings">Receives warnings about values that may not be intended, such as a word that is ignored.</param>
    /// <exception cref="InvalidTransportUrlException">
    /// A key is unknown, a value is out of range, or values do not fit together. The message contains all errors.
    /// </exception>
    public static Amqp1Options For(Amqp1Options options, TransportUrl url, ICollection<string>? warnings = null)
    {
        warnings ??= [];
        var effective = options.Clone();
        var isRabbit = url.RequestedDialect == RequestedDialect.OsloRabbit;
        var errors = new List<string>();
        foreach (var (name, value) in url.Query)
        {
            Apply(new OsloName(isRabbit ? OsloOptionTable.RabbitGroup : OsloOptionTable.AmqpGroup, name), value, effective, errors, warnings);
        }

        if (isRabbit)
        {
            errors.AddRange(url.Query.Count == 0 ? [] : ErrorsOf(effective.Rabbit));
            RabbitOverrides.Apply(effective, warnings);
        }

        return errors.Count == 0
            ? effective
            : throw new InvalidTransportUrlException($"The query of the transport URL is not valid: {string.Join(' ', errors)}");
    }

    private static void Apply(OsloName name, string value, Amqp1Options effective, List<string> errors, ICollection<string> warnings)
    {
        if (OsloOptionTable.Find(name.Group, name.Name) is not { } option)
        {
            if (OsloRabbitUnsupported.ReasonForOption(name) is { } noEffect)
            {
                warnings.Add($"{name} {noEffect}.");
                return;
            }

            // There is always a reason, because all options of the two groups are known.
            errors.Add($"'{name.Name}' {OsloUnsupported.ReasonForOption(name)}.");
            return;
        }

        try
        {
            option.Set(effective, [value], warnings);
        }
        catch (FormatException wrong)
        {
            errors.Add(wrong.Message);
        }
    }

    private static IReadOnlyList<string> ErrorsOf(RabbitOptions options)
    {
        var checks = new OptionChecks();
        RabbitChecks.Combinations(options, checks);
        return checks.Errors;
    }
}
