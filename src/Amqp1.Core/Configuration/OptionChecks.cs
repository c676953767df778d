using System.Globalization;

namespace Amqp1.Configuration;

/// <summary>Collects errors in options: the full key, the value, and the accepted values.</summary>
internal sealed class OptionChecks
{
    // Timers accept at most 49 days. TimeSpan.Parse reads "20" as 20 days, although 20 seconds are usually meant.
    private static readonly TimeSpan MinDuration = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(1);

    private readonly List<string> _errors = [];

    public IReadOnlyList<string> Errors => _errors;

    public void Add(string path, string problem) => _errors.Add($"{Amqp1Options.SectionName}:{path} {problem}");

    public void Duration(string path, TimeSpan value, bool zeroAllowed = false)
    {
        if ((value < MinDuration || value >= MaxDuration) && !(zeroAllowed && value == TimeSpan.Zero))
        {
            var zero = zeroAllowed ? "00:00:00 (off) or " : "";
            Add(path, string.Create(
                CultureInfo.InvariantCulture,
                $"is {value:c}, but must be {zero}from 00:00:00.010 to less than one day, written hh:mm:ss (a plain number means days)."));
        }
    }

    public void AtLeast(string path, int value, int min)
    {
        if (value < min)
        {
            Add(path, string.Create(CultureInfo.InvariantCulture, $"is {value}, but must be an integer of {min} or more."));
        }
    }

    public void Text(string path, string? value)
    {
        if (value is null)
        {
            Add(path, "is null, but must be text (which may be empty).");
        }
    }

    public void Defined<T>(string path, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            Add(path, $"is {value:D}, but must be {string.Join(" or ", Enum.GetNames<T>())}.");
        }
    }

    /// <summary>Checks names of SASL mechanisms that are separated by blanks; null is accepted.</summary>
    public void Mechanisms(string path, string? names)
    {
        if (names is not null && !SecurityOptions.Mechanisms(names).All(IsMechanism))
        {
            Add(path, "must consist of names of SASL mechanisms, separated by blanks, of at most 20 letters, digits, '-' and '_' each.");
        }
    }

    /// <summary>Checks a list of texts. Returns false when the list is null.</summary>
    public bool Words(string path, IList<string>? values)
    {
        if (values is null)
        {
            Add(path, "is null, but must be a list of texts.");
            return false;
        }

        if (values.Any(string.IsNullOrWhiteSpace))
        {
            Add(path, "has an empty entry, but must be a list of texts that are not empty.");
        }

        return true;
    }

    // RFC 4422, section 3.1. The names have been converted to upper case.
    private static bool IsMechanism(string name) =>
        name.Length <= 20 && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '-' or '_');
}
