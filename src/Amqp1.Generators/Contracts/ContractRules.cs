using System.Collections.Immutable;
using Amqp1.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Contracts;

/// <summary>The rules for contracts with callers (14xx), in projects with a contracts file.</summary>
internal static class ContractRules
{
    public static readonly DiagnosticDescriptor Broken = Advice.Warning(
        "AMQP1401", "A contract changed without a new version", "{0} has version {1}, but {2}; the version must be {3} or higher");

    public static readonly DiagnosticDescriptor NotRecorded = Advice.Warning(
        "AMQP1402", "A contract is not in the contracts file", "{0} is not in " + ContractsFile.Name + ", which lacks {1}");

    public static readonly DiagnosticDescriptor Stale = Advice.Warning(
        "AMQP1403", "The contracts file has a line that no endpoint serves", ContractsFile.Name + " has a line that no endpoint serves: {0}", WellKnownDiagnosticTags.CompilationEnd);

    public static ImmutableArray<DiagnosticDescriptor> All { get; } = [Broken, NotRecorded, Stale];
}
