using System.Collections.Immutable;
using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Contracts;

/// <summary>
/// What is served, against what was recorded. The rules are those by which a server takes a call: the major version must be the same, the
/// minor one of the server no lower. So within a major version whatever callers could do, they must be able to do still.
/// </summary>
internal sealed class ContractComparison
{
    /// <summary>The property of a report that has the lowest version with which no contract of the endpoint is broken.</summary>
    public const string VersionProperty = "Version";

    private readonly IReadOnlyList<ServedContract> _served;
    private readonly MethodContract[] _recorded;
    private readonly Dictionary<string, TypeShape> _shapes;

    public ContractComparison(IReadOnlyList<ServedContract> served, IReadOnlyList<RecordedLine> lines, string path)
    {
        _served = served;
        _recorded = [.. lines.Select(line => line.Contract).OfType<MethodContract>()];
        _shapes = lines.Select(line => line.Shape).OfType<TypeShape>().GroupBy(shape => shape.Name).ToDictionary(same => same.Key, same => same.First());
        var breaks = served.Select(BreakOf).Concat(Removed()).OfType<ContractBreak>().ToArray();
        var unrecorded = served.Where(contract => !_recorded.Contains(contract.Contract) && !breaks.Any(found => found.IsOfMethod && ReferenceEquals(found.Served, contract)));
        OfEndpoints = breaks.Select(found => (found.Served.Endpoint, Report(found, breaks)))
            .Concat(unrecorded.Select(contract => (contract.Endpoint, Report(contract, contract.Contract))))
            .Concat(UnrecordedTypes(breaks).Select(found => (found.User.Endpoint, Report(found.User, found.Shape))))
            .ToLookup(found => found.Item1, found => found.Item2, (IEqualityComparer<INamedTypeSymbol>)SymbolEqualityComparer.Default);
        OfFile = [.. lines.Where(IsStale).Select(line => Diagnostic.Create(ContractRules.Stale, line.In(path), line.Text))];
    }

    /// <summary>What is wrong with endpoints.</summary>
    public ILookup<INamedTypeSymbol, Diagnostic> OfEndpoints { get; }

    /// <summary>What is wrong with lines of the file.</summary>
    public IReadOnlyList<Diagnostic> OfFile { get; }

    private static bool Same(MethodContract one, MethodContract other) => one.Target == other.Target && one.Version.Major == other.Version.Major;

    /// <summary>Null for a contract that may have been recorded or not, but takes nothing from anybody.</summary>
    private ContractBreak? BreakOf(ServedContract served)
    {
        var now = served.Contract;
        var siblings = _recorded.Where(recorded => Same(recorded, now)).ToArray();
        var before = siblings.Where(recorded => recorded.Name == now.Name).OrderByDescending(recorded => recorded == now).FirstOrDefault();
        ContractBreak Break(string why, ContractVersion needed) => new(served, IsOfMethod: true, why, needed);
        if (before is null)
        {
            // What was recorded with this version are the methods of the endpoint as it was.
            return siblings.Any(recorded => recorded.Version == now.Version)
                ? Break("it is new, and callers of this version may meet a server without it", now.Version.NextMinor)
                : null;
        }

        if (!now.Serves(before))
        {
            return Break($"it was {before}", before.Version.NextMajor);
        }

        var needed = before with { Version = now.Version } == now ? before.Version : before.Version.NextMinor;
        return now.Version.CompareTo(needed) < 0 ? Break($"it was {before}", needed) : BreakOfTypes(served, before);
    }

    /// <summary>Types that were not recorded yet, as in a file of an older version of this library, break nothing.</summary>
    private ContractBreak? BreakOfTypes(ServedContract served, MethodContract before)
    {
        var changes = served.Types.Select(type => _shapes.TryGetValue(type.Shape.Name, out var recorded) ? ShapeChange.Of(recorded, type) : null).OfType<ShapeChange>().ToArray();
        if ((changes.FirstOrDefault(change => change.IsBreaking) ?? changes.FirstOrDefault()) is not { } change)
        {
            return null;
        }

        var needed = change.IsBreaking ? before.Version.NextMajor : before.Version.NextMinor;
        return served.Contract.Version.CompareTo(needed) < 0 ? new ContractBreak(served, IsOfMethod: true, change.Why, needed) : null;
    }

    /// <summary>Each type once, with the first method that uses it. A type whose change is reported already is not reported a second time.</summary>
    private IEnumerable<(TypeShape Shape, ServedContract User)> UnrecordedTypes(IReadOnlyList<ContractBreak> breaks)
    {
        var broken = new HashSet<string>(breaks.Where(found => found.IsOfMethod).SelectMany(found => found.Served.Types).Select(type => type.Shape.Name));
        return _served
            .SelectMany(served => served.Types.Select(type => (type.Shape, User: served)))
            .Where(used => !broken.Contains(used.Shape.Name) && !(_shapes.TryGetValue(used.Shape.Name, out var recorded) && recorded == used.Shape))
            .GroupBy(used => used.Shape.Name)
            .Select(same => same.First());
    }

    private IEnumerable<ContractBreak?> Removed() =>
        from removed in _recorded
        where !_served.Any(served => Same(served.Contract, removed) && served.Contract.Name == removed.Name)

        // A whole major version that went takes nothing from those who ask for another one.
        let heir = _served.FirstOrDefault(served => Same(served.Contract, removed))
        where heir is not null
        select new ContractBreak(heir, IsOfMethod: false, $"'{removed.Name}' is no longer served", removed.Version.NextMajor);

    private static Diagnostic Report(ContractBreak found, IEnumerable<ContractBreak> all) => Diagnostic.Create(
        ContractRules.Broken,
        found.IsOfMethod ? found.Served.Place : found.Served.Endpoint.PlaceIn(found.Served.Endpoint),
        ImmutableDictionary<string, string?>.Empty.Add(
            VersionProperty,
            all.Where(other => SymbolEqualityComparer.Default.Equals(other.Served.Endpoint, found.Served.Endpoint)).Max(other => other.Needed).ToString()),
        found.IsOfMethod ? found.Served.MethodName : found.Served.Endpoint.DisplayName(),
        found.Served.Contract.Version,
        found.Why,
        found.Needed);

    private static Diagnostic Report(ServedContract served, object lacking) =>
        Diagnostic.Create(ContractRules.NotRecorded, served.Place, served.MethodName, lacking);

    private bool IsStale(RecordedLine line) => line.Contract is { } recorded
        ? !_served.Any(served => Same(served.Contract, recorded))
        : line.Shape is not { } shape || !_served.Any(served => served.Types.Any(type => type.Shape.Name == shape.Name));
}
