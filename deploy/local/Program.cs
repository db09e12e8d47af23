using System.CommandLine;
using Pipeline.Local.Commands;

var root = new RootCommand("The whole pipeline in one process, and the servers that it is tried with.")
{
    OrgCommand.Create(),
    ReceiverCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
