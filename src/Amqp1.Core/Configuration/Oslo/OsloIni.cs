using System.Globalization;

namespace Amqp1.Configuration.Oslo;

/// <summary>Reads configuration files of OpenStack services as options of this driver.</summary>
internal static class OsloIni
{
    /// <summary>Reads files; later files override earlier ones.</summary>
    /// <param name="texts">The text of each file.</param>
    /// <exception cref="FormatException">A line or a value is not valid. The message contains all errors, without secrets.</exception>
    public static OsloIniResult Load(IEnumerable<string> texts)
    {
        var files = new OsloIniFiles([.. texts.Select(Parse)]);
        var substitution = new OsloSubstitution(files);
        var keys = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        var warnings = new List<string>();
        var errors = new List<string>();
        var drivers = OsloDrivers.Of(files, substitution);
        var options = OsloOptionTable.All.Where(option => drivers.Use(option.Name.Group)).ToArray();
        foreach (var option in options)
        {
            OsloName[] names = [option.Name, .. option.DeprecatedNames];
            var values = files.Find(names, option.IsMultiValued);
            if (values.Count == 0)
            {
                continue;
            }

            WarnOfDeprecatedNames(option, files, warnings);
            try
            {
                var used = option.IsMultiValued ? values : [values[^1]];
                Add(option, [.. used.Select(value => Substitute(substitution, option, value))], keys, warnings);
            }
            catch (FormatException wrong)
            {
                errors.Add(wrong.Message);
            }
        }

        if (errors.Count != 0)
        {
            throw new FormatException(string.Join('\n', errors));
        }

        OsloIsolation.Apply(keys);
        WarnOfWhatHasNoEffect(files, drivers, options, warnings);
        return new OsloIniResult(keys, warnings);
    }

    private static OsloIniFile Parse(string text, int index)
    {
        try
        {
            return OsloIniParser.Parse(text);
        }
        catch (FormatException wrong)
        {
            throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"Configuration file {index + 1}: {wrong.Message}"), wrong);
        }
    }

    private static void Add(OsloOption option, string[] values, Dictionary<string, string?> keys, List<string> warnings)
    {
        if (option.IsEmptyUnset && string.IsNullOrWhiteSpace(values[^1]))
        {
            warnings.Add($"{option.Name} is empty and has no effect.");
            return;
        }

        foreach (var (key, value) in option.ToConfiguration(values, warnings))
        {
            keys[key] = value;
        }
    }

    private static string Substitute(OsloSubstitution substitution, OsloOption option, string value)
    {
        try
        {
            return substitution.Apply(value, option.Name.Group);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"{option.Name} ({option.Key}) {wrong.Message}.", wrong);
        }
    }

    private static void WarnOfDeprecatedNames(OsloOption option, OsloIniFiles files, List<string> warnings) =>
        warnings.AddRange(option.DeprecatedNames
            .Where(old => files.Find([old], all: false).Count != 0)
            .Select(old => $"{old} is deprecated; the current name is {option.Name}."));

    private static void WarnOfWhatHasNoEffect(OsloIniFiles files, OsloDrivers drivers, OsloOption[] options, List<string> warnings)
    {
        foreach (var group in files.Groups)
        {
            if ((drivers.ReasonForGroup(group) ?? OsloUnsupported.ReasonForGroup(group)) is { } reason)
            {
                warnings.Add($"The group [{group}] {reason}.");
            }
        }

        var known = options.SelectMany(option => option.DeprecatedNames.Prepend(option.Name)).ToHashSet();
        foreach (var name in files.Names)
        {
            if (!known.Contains(name) && drivers.Use(name.Group) && OsloUnsupported.ReasonForOption(name) is { } reason)
            {
                warnings.Add($"{name} {reason}.");
            }
        }
    }
}
