using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Amqp1.Architecture.Tests;

/// <summary>The symbols of other rooms that a file uses.</summary>
internal sealed class FileScan
{
    private readonly SemanticModel _model;
    private readonly List<Arrow> _arrows = [];
    private readonly List<string> _unbound = [];

    /// <summary>Binds every name in a file.</summary>
    public FileScan(CSharpCompilation project, SyntaxTree file)
    {
        _model = project.GetSemanticModel(file);
        var from = Room.Of(file.FilePath);
        foreach (var node in file.GetRoot().DescendantNodes().Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax))
        {
            var line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
            if (SymbolOf(node) is not { } symbol)
            {
                if (node is SimpleNameSyntax name && !IsNoName(name) && !IsGenerated(name))
                {
                    _unbound.Add($"{file.FilePath}:{line}: {name}");
                }
            }
            else if (RoomOf(symbol) is { } to && to != from)
            {
                _arrows.Add(new Arrow(from, to, file.FilePath, line, symbol.ToDisplayString()));
            }
        }
    }

    /// <summary>Every use of a symbol of another room.</summary>
    public IReadOnlyList<Arrow> Arrows => _arrows;

    /// <summary>The names that are bound to no symbol, with their places. An arrow could hide behind each of them.</summary>
    public IReadOnlyList<string> Unbound => _unbound;

    /// <summary>
    /// Returns the symbol to which a name is bound. Without the members that a generator adds, an overload may be ambiguous; then the first
    /// candidate counts.
    /// </summary>
    private ISymbol? SymbolOf(SyntaxNode node)
    {
        var info = _model.GetSymbolInfo(node);
        return info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
    }

    /// <summary>Returns whether the syntax is a keyword that is written like a name, or the name that an alias introduces.</summary>
    private static bool IsNoName(SimpleNameSyntax name) =>
        name.IsVar || name.IsNotNull || name.IsUnmanaged || name.Parent is NameEqualsSyntax || name.Identifier.Text is "_" or "nameof";

    /// <summary>Returns whether the name is a member of a serializer context, which a source generator adds.</summary>
    private bool IsGenerated(SimpleNameSyntax name)
    {
        for (var access = name.Parent as MemberAccessExpressionSyntax; access is not null; access = access.Expression as MemberAccessExpressionSyntax)
        {
            if (SymbolOf(access.Expression) is INamedTypeSymbol { BaseType.Name: "JsonSerializerContext" })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the room of a symbol; null for namespaces, locals, and symbols of libraries other than AMQPNetLite.</summary>
    private static Room? RoomOf(ISymbol symbol) => symbol switch
    {
        INamespaceSymbol or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or ILabelSymbol or ITypeParameterSymbol => null,
        { ContainingAssembly.Name: Room.AmqpNetLiteAssembly } => Room.AmqpNetLite,
        _ => FileOf(symbol) is { } file ? Room.Of(file) : null,
    };

    /// <summary>
    /// Returns the file that declares a symbol, or its type if the compiler made the symbol; null if it is not declared under <c>src</c>.
    /// </summary>
    private static string? FileOf(ISymbol symbol) =>
        DeclaringFile(symbol.OriginalDefinition) ?? (symbol.ContainingType is { } type ? DeclaringFile(type.OriginalDefinition) : null);

    private static string? DeclaringFile(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath).FirstOrDefault(path => path.Length > 0);
}
