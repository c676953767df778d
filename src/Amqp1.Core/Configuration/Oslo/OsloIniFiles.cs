namespace Amqp1.Configuration.Oslo;

/// <summary>Several files as one: a later file overrides an earlier one, and adds to the values of a key that may repeat.</summary>
internal sealed class OsloIniFiles(IReadOnlyList<OsloIniFile> files)
{
    /// <summary>All keys of all files, each once.</summary>
    public IEnumerable<OsloName> Names => files.SelectMany(file => file.Names).Distinct();

    /// <summary>All groups of all files, each once.</summary>
    public IEnumerable<string> Groups => files.SelectMany(file => file.Groups).Distinct();

    /// <summary>
    /// The values of the first of the names that the latest file has; of all names in all files if <paramref name="all"/>,
    /// earlier files and later names first. Empty when there is none.
    /// </summary>
    public IReadOnlyList<string> Find(IReadOnlyList<OsloName> names, bool all)
    {
        var found = files.Reverse().SelectMany(file => names.Select(file.Find)).OfType<IReadOnlyList<string>>();
        return all ? [.. found.Reverse().SelectMany(values => values)] : found.FirstOrDefault() ?? [];
    }
}
