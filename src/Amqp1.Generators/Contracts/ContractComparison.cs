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

    public ContractComparison(IReadOnlyList<ServedContract> served, IReadOnlyList<RecordedLine> lines, string path)
    {
        _served = served;
        _recorded = [.. lines.Select(line => line.Contract).OfType<MethodContract>()];
        var breaks = served.Select(BreakOf).Concat(Removed()).OfType<ContractBreak>().ToArray();
        var unrecorded = served.Where(contract => !_recorded.Contains(contract.Contract) && !breaks.Any(found => found.IsOfMethod && ReferenceEquals(found.Served, contract)));
        OfEndpoints = breaks.Select(found => (found.Served.Endpoint, Report(found, breaks)))
            .Concat(unrecorded.Select(contract => (contract.Endpoint, Report(contract))))
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
        return now.Version.CompareTo(needed) < 0 ? Break($"it was {before}", needed) : null;
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

    private static Diagnostic Report(ServedContract served) =>
        Diagnostic.Create(ContractRules.NotRecorded, served.Place, served.MethodName, served.Contract);

    private bool IsStale(RecordedLine line) => line.Contract is not { } recorded || !_served.Any(served => Same(served.Contract, recorded));
}
