using System.Collections.Immutable;
using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Contracts;

/// <summary>
/// Compares the served contracts with the recorded ones. It uses the rules by which a server accepts a call: the major version must be the
/// same, and the minor version of the server must not be lower. Therefore, within a major version, every call that was possible must remain
/// possible.
/// </summary>
internal sealed class ContractComparison
{
    /// <summary>The diagnostic property with the lowest version that breaks no contract of the endpoint.</summary>
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

    /// <summary>The diagnostics of endpoints.</summary>
    public ILookup<INamedTypeSymbol, Diagnostic> OfEndpoints { get; }

    /// <summary>The diagnostics of lines of the file.</summary>
    public IReadOnlyList<Diagnostic> OfFile { get; }

    private static bool Same(MethodContract one, MethodContract other) => one.Target == other.Target && one.Version.Major == other.Version.Major;

    /// <summary>Returns the break of a contract; null if callers lose nothing, even if the contract is not recorded.</summary>
    private ContractBreak? BreakOf(ServedContract served)
    {
        var now = served.Contract;
        var siblings = _recorded.Where(recorded => Same(recorded, now)).ToArray();
        var before = siblings.Where(recorded => recorded.Name == now.Name).OrderByDescending(recorded => recorded == now).FirstOrDefault();
        ContractBreak Break(string why, ContractVersion needed) => new(served, IsOfMethod: true, why, needed);
        if (before is null)
        {
            // The contracts recorded with this version are the methods that the endpoint had.
            return siblings.Any(recorded => recorded.Version == now.Version)
                ? Break("it is new, and callers of this version may call a server that does not have it", now.Version.NextMinor)
                : null;
        }

        if (!now.Serves(before))
        {
            return Break($"it was {before}", before.Version.NextMajor);
        }

        var needed = before with { Version = now.Version } == now ? before.Version : before.Version.NextMinor;
        return now.Version.CompareTo(needed) < 0 ? Break($"it was {before}", needed) : BreakOfTypes(served, before);
    }

    /// <summary>
    /// Returns the break of the types of a contract. Types that are not recorded, as in a file of an older version of this library, break
    /// nothing.
    /// </summary>
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

    /// <summary>
    /// Returns each type that is not recorded once, with the first method that uses it. A type whose change is already reported is not
    /// reported again.
    /// </summary>
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

        // If a whole major version is removed, callers of another version lose nothing.
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
