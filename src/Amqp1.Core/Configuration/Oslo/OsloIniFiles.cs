namespace Amqp1.Configuration.Oslo;

/// <summary>Several files as one. A later file overrides an earlier one; for a multi-valued key, it adds to the values.</summary>
internal sealed class OsloIniFiles(IReadOnlyList<OsloIniFile> files)
{
    /// <summary>The distinct keys of all files.</summary>
    public IEnumerable<OsloName> Names => files.SelectMany(file => file.Names).Distinct();

    /// <summary>The distinct groups of all files.</summary>
    public IEnumerable<string> Groups => files.SelectMany(file => file.Groups).Distinct();

    /// <summary>
    /// Returns the values of the first of the names that the latest file contains. If <paramref name="all"/>, returns the values of all
    /// names in all files, earlier files and later names first. Empty when there are none.
    /// </summary>
    public IReadOnlyList<string> Find(IReadOnlyList<OsloName> names, bool all)
    {
        var found = files.Reverse().SelectMany(file => names.Select(file.Find)).OfType<IReadOnlyList<string>>();
        return all ? [.. found.Reverse().SelectMany(values => values)] : found.FirstOrDefault() ?? [];
    }
}
