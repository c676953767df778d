using System.Globalization;

namespace Amqp1.Configuration;

/// <summary>Validates the options of the claim check.</summary>
internal static class ClaimCheckChecks
{
    /// <summary>The smallest threshold. A reference has about 250 bytes.</summary>
    private const int MinThreshold = 1024;

    // Longer times than those of other options are useful, because notifications can wait in a queue for days.
    private static readonly TimeSpan MinRetention = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetention = TimeSpan.FromDays(30);

    /// <summary>Adds all errors. Returns true, because no list can be missing.</summary>
    public static bool Check(ClaimCheckOptions options, OptionChecks checks)
    {
        checks.AtLeast("ClaimCheck:Threshold", options.Threshold, MinThreshold);
        if (options.MaxLength < options.Threshold)
        {
            checks.Add("ClaimCheck:MaxLength", string.Create(
                CultureInfo.InvariantCulture, $"is {options.MaxLength}, but must not be below Amqp1:ClaimCheck:Threshold, which is {options.Threshold}."));
        }

        if (options.Retention < MinRetention || options.Retention > MaxRetention)
        {
            checks.Add("ClaimCheck:Retention", string.Create(
                CultureInfo.InvariantCulture, $"is {options.Retention:c}, but must be from 00:00:01 to 30.00:00:00 (30 days)."));
        }

        if (options.MaxTotalBytes < 1)
        {
            checks.Add("ClaimCheck:MaxTotalBytes", string.Create(
                CultureInfo.InvariantCulture, $"is {options.MaxTotalBytes}, but must be an integer of 1 or more."));
        }

        checks.Duration("ClaimCheck:Timeout", options.Timeout);
        return true;
    }
}
