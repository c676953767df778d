using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Models;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>Reads a class with <c>[RpcEndpoint]</c>: its public methods, except those of <see cref="object"/>.</summary>
internal static class RpcEndpointReader
{
    public const string Attribute = "Amqp1.Rpc.RpcEndpointAttribute";

    private const string Ignore = "Amqp1.Rpc.RpcIgnoreAttribute";
    private const string ExpectedException = "Amqp1.Rpc.ExpectedExceptionAttribute`1";

    public static ReadResult<RpcEndpointModel> Read(INamedTypeSymbol type, AttributeData attribute, CancellationToken cancel)
    {
        var errors = new Mistakes(type);
        if (!EndpointClass.Check(type, errors))
        {
            return new ReadResult<RpcEndpointModel>(null, errors.Found);
        }

        var target = new TargetModel(
            attribute.FirstText() ?? "",
            attribute.Named<string>("Version", "1.0"),
            attribute.Named<string>("Namespace"),
            attribute.Named<string>("Exchange"),
            attribute.Named<string>("Server"));
        if (string.IsNullOrWhiteSpace(target.Topic))
        {
            errors.Add(type, Rules.NoTopic, type.DisplayName(), "RpcEndpoint");
        }

        if (!RpcMethods.IsVersion(target.Version))
        {
            errors.Add(type, Rules.BadVersion, type.DisplayName(), "RpcEndpoint", target.Version ?? "");
        }

        var access = AccessOf(attribute);
        var methods = ServedMethods(type, attribute).ToArray();
        if (methods.Length == 0)
        {
            errors.Add(type, Rules.NoMethods, type.DisplayName());
        }

        CheckNames(type, access, methods, errors);
        cancel.ThrowIfCancellationRequested();
        var models = methods.Select(method => Read(type, method, errors, cancel)).OfType<RpcEndpointMethodModel>().ToArray();
        return new ReadResult<RpcEndpointModel>(
            errors.Count == 0
                ? new RpcEndpointModel(EndpointClass.Model(type), target, LegacyNamespaces(attribute), access, new(models), Documentation.SummaryOf(type, cancel))
                : null,
            errors.Found);
    }

    /// <summary>Returns the methods that are served, or would be without errors, including inherited ones as in Python.</summary>
    public static IEnumerable<IMethodSymbol> ServedMethods(INamedTypeSymbol type, AttributeData attribute)
    {
        var access = AccessOf(attribute);
        return type.AllMethods().Where(method => IsCallable(method) && IsExposed(method, access) && IsMeantForCallers(method.ContainingType, type));
    }

    private static string? AccessOf(AttributeData attribute) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Access").Value is { Kind: TypedConstantKind.Enum } set ? set.EnumName() : null;

    private static EquatableArray<string> LegacyNamespaces(AttributeData attribute) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "LegacyNamespaces").Value is { Kind: TypedConstantKind.Array, IsNull: false } set
            ? new(set.Values.Select(value => Literals.Of(value.Value as string)))
            : EquatableArray<string>.Empty;

    private static RpcEndpointMethodModel? Read(INamedTypeSymbol type, IMethodSymbol method, Mistakes errors, CancellationToken cancel)
    {
        var name = RpcMethods.NameOf(method);
        if (method.IsGenericMethod)
        {
            errors.Add(method, Rules.GenericMethod, name);
            return null;
        }

        var parameters = method.Parameters.Select(parameter => Read(parameter, name, errors)).OfType<ParameterModel>().ToArray();
        RpcMethods.CheckArguments(method, parameters, errors);
        var result = Results.Of(method);
        if (result.Kind == ResultKind.Refused)
        {
            errors.Add(method, Rules.ReturnType, name, Results.Describe(method));
        }

        return new RpcEndpointMethodModel(
            new MethodModel(method.ContainingType.InFull(), method.Name, RpcMethods.WireNameOf(method), new(parameters), result),
            new(ExpectedExceptions(type, method)),
            Documentation.Of(method, cancel));
    }

    private static IEnumerable<string> ExpectedExceptions(INamedTypeSymbol type, IMethodSymbol method) => method.OverrideChain().Concat<ISymbol>(type.BaseChain())
        .SelectMany(symbol => symbol.GetAttributes())
        .Select(attribute => attribute.AttributeClass)
        .Where(expected => expected?.Is(ExpectedException) == true)
        .Select(expected => expected!.TypeArguments[0].InFull())
        .Distinct();

    private static ParameterModel? Read(IParameterSymbol parameter, string method, Mistakes errors)
    {
        if (parameter.RefKind == RefKind.None && RpcMethods.IsRequestContext(parameter))
        {
            return new ParameterModel(ParameterKind.Context, parameter.Name, "", parameter.Type.InFull(), false, null);
        }

        return parameter.RefKind == RefKind.None && RpcMethods.IsToken(parameter)
            ? new ParameterModel(ParameterKind.Cancellation, parameter.Name, "", parameter.Type.InFull(), false, null)
            : RpcMethods.Argument(parameter, method, errors);
    }

    private static bool IsCallable(IMethodSymbol method) =>
        method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsImplicitlyDeclared: false }
        && !IsOfObject(method)
        && method.Attribute("System.Runtime.CompilerServices.CompilerGeneratedAttribute") is null
        && !IsDispose(method);

    private static bool IsExposed(IMethodSymbol method, string? access) =>
        method.InheritedAttribute(Ignore) is null && (access?.EndsWith(".Explicit", StringComparison.Ordinal) != true || method.InheritedAttribute(RpcMethods.MethodAttribute) is not null);

    // The methods of a framework base class, such as BackgroundService, must not be exposed to remote callers.
    private static bool IsMeantForCallers(INamedTypeSymbol declaring, INamedTypeSymbol endpoint) =>
        SymbolEqualityComparer.Default.Equals(declaring.ContainingAssembly, endpoint.ContainingAssembly)
        || declaring.ContainingAssembly.Modules.Any(module => module.ReferencedAssemblies.Any(assembly => assembly.Name == "Amqp1.Core"));

    private static bool IsOfObject(IMethodSymbol method) => method.OverrideChain().Last().ContainingType.SpecialType == SpecialType.System_Object;

    // The container disposes of the object; a caller must not.
    private static bool IsDispose(IMethodSymbol method) =>
        method.Parameters.Length == 0
        && ((method.Name == "Dispose" && Implements(method.ContainingType, "System.IDisposable"))
            || (method.Name == "DisposeAsync" && Implements(method.ContainingType, "System.IAsyncDisposable")));

    private static bool Implements(INamedTypeSymbol type, string name) => type.AllInterfaces.Any(implemented => implemented.Is(name));

    private static void CheckNames(INamedTypeSymbol type, string? access, IMethodSymbol[] methods, Mistakes errors)
    {
        foreach (var twice in methods.GroupBy(RpcMethods.WireNameOf).Where(group => group.Count() > 1))
        {
            errors.Add(
                twice.Last(), Rules.SameWireName, type.DisplayName(), twice.Key, string.Join(", ", twice.Select(method => method.Name)));
        }

        foreach (var method in methods)
        {
            var wireName = RpcMethods.WireNameOf(method);
            if (wireName.Length == 0 || (wireName[0] == '_' && access?.EndsWith(".Default", StringComparison.Ordinal) != false))
            {
                errors.Add(method, Rules.PrivateWireName, RpcMethods.NameOf(method), wireName);
            }
        }
    }
}
