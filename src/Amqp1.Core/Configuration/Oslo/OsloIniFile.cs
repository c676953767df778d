namespace Amqp1.Configuration.Oslo;

/// <summary>The values of one file: each key with all its values in order. Group names are in lower case, except DEFAULT.</summary>
internal sealed class OsloIniFile
{
    private readonly OrderedDictionary<OsloName, List<string>> _values = [];
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);

    /// <summary>All keys in the order of their first value.</summary>
    public IEnumerable<OsloName> Names => _values.Keys;

    /// <summary>All groups, including those without keys.</summary>
    public IReadOnlyCollection<string> Groups => _groups;

    /// <summary>Returns the values of a key in order; null when the key does not exist.</summary>
    public IReadOnlyList<string>? Find(OsloName name) => _values.GetValueOrDefault(Normalize(name));

    public void AddGroup(string group) => _groups.Add(NormalizeGroup(group));

    public void Add(OsloName name, string value)
    {
        var normalized = Normalize(name);
        _groups.Add(normalized.Group);
        if (!_values.TryGetValue(normalized, out var values))
        {
            _values.Add(normalized, values = []);
        }

        values.Add(value);
    }

    private static OsloName Normalize(OsloName name) => name with { Group = NormalizeGroup(name.Group) };

#pragma warning disable CA1308 // The names of the groups are in lower case.
    private static string NormalizeGroup(string group) => group == OsloOptionTable.DefaultGroup ? group : group.ToLowerInvariant();
#pragma warning restore CA1308
}
